import { listCheckpointsInput } from "../checkpoints/list-checkpoints";
import { changeCheckpointSettings } from "../checkpoints/settings";
import { listPacksInput, packInput } from "../evidence/list-packs";
import { requestPack } from "../evidence/request-pack";
import type { ApiRoute } from "./api-route";

export const evidenceRoutes: ApiRoute[] = [
  {
    method: "get",
    path: "/evidence",
    summary: "List evidence packs, newest first",
    query: listPacksInput,
  },
  {
    method: "post",
    path: "/evidence",
    summary:
      "Export a closed review, an offboarding case or days of the audit log as an evidence pack",
    body: requestPack.input,
  },
  {
    method: "get",
    path: "/evidence/{packId}",
    summary: "One pack with its progress and digest",
    params: packInput,
  },
  {
    method: "get",
    path: "/evidence/{packId}/file",
    summary: "Download a pack",
    params: packInput,
  },
  {
    method: "get",
    path: "/checkpoints",
    summary: "List signed checkpoints of the audit log, newest first",
    query: listCheckpointsInput,
  },
  { method: "get", path: "/checkpoints/settings", summary: "Where checkpoints go" },
  {
    method: "put",
    path: "/checkpoints/settings",
    summary: "Choose where checkpoints go (needs a person who has just stepped up)",
    body: changeCheckpointSettings.input,
  },
];
