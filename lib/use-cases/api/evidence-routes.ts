import { nothing } from "./answer-parts";
import { newPack, packAnswer, packPage } from "../evidence/pack-answers";
import { listCheckpoints } from "../checkpoints/list-checkpoints";
import { changeCheckpointSettings, getCheckpointSettings } from "../checkpoints/settings";
import { downloadPack } from "../evidence/download-pack";
import { getPack, listPacks } from "../evidence/list-packs";
import { requestPack } from "../evidence/request-pack";
import { type ApiRoute, get, post, put } from "./api-route";

/** Evidence packs and signed checkpoints. */
export const evidenceRoutes: readonly ApiRoute[] = [
  get("/evidence", listPacks, "List evidence packs, newest first", { answer: packPage }),
  post(
    "/evidence",
    requestPack,
    "Export a closed review, an offboarding case or days of the audit log as an evidence pack",
    { status: 201, answer: newPack },
  ),
  get("/evidence/{packId}", getPack, "One pack with its progress and digest", {
    answer: packAnswer,
  }),
  get("/evidence/{packId}/file", downloadPack, "Download a pack", { file: ["application/zip"] }),
  get("/checkpoints", listCheckpoints, "List signed checkpoints of the audit log, newest first"),
  get("/checkpoints/settings", getCheckpointSettings, "Where checkpoints go"),
  put("/checkpoints/settings", changeCheckpointSettings, "Choose where checkpoints go", {
    answer: nothing,
  }),
];
