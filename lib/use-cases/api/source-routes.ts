import { countIn, idIn } from "./answer-parts";
import {
  fileList,
  newSample,
  newSource,
  newUpload,
  removalPage,
  requestedRun,
  runDetail,
  runPage,
  schedule,
  sourceChange,
  sourceDetail,
  sourceList,
  verificationResult,
} from "../sources/source-answers";
import { allowActions, forbidActions } from "../sources/allow-actions";
import { addSource } from "../sources/add-source";
import { cancelSync } from "../sources/cancel-sync";
import { changeSource } from "../sources/change-source";
import { confirmRemovals } from "../sources/confirm-removals";
import { listConnectors } from "../sources/list-connectors";
import { listFiles } from "../sources/list-files";
import { listRemovals } from "../sources/list-removals";
import { getActionSettings } from "../sources/get-action-settings";
import { getRun, listRuns } from "../sources/list-runs";
import { getSource, listSources } from "../sources/list-sources";
import { removeFile } from "../sources/remove-file";
import { removeSource } from "../sources/remove-source";
import { requestSync } from "../sources/request-sync";
import { loadSample, removeSample } from "../sources/sample-source";
import { setSchedule } from "../sources/set-schedule";
import { uploadFile } from "../sources/upload-file";
import { verifySource } from "../sources/verify-source";
import { type ApiRoute, get, patch, post, put, remove } from "./api-route";

/** What identities are read from. */
export const sourceRoutes: readonly ApiRoute[] = [
  get("/connectors", listConnectors, "List what can be connected, with its form"),
  get("/sources", listSources, "List sources with freshness and coverage", { answer: sourceList }),
  post("/sources", addSource, "Connect a source", { status: 201, answer: newSource }),
  post(
    "/sources/verify",
    verifySource,
    "Check a connection, or a stored source again, and name missing permissions",
    { answer: verificationResult },
  ),
  post("/sources/sample", loadSample, "Load the sample organisation", {
    status: 202,
    answer: newSample,
  }),
  remove("/sources/sample", removeSample, "Remove the sample organisation", {
    answer: countIn("identities"),
  }),
  get("/sources/{sourceId}", getSource, "One source with its streams and settings", {
    answer: sourceDetail,
  }),
  patch(
    "/sources/{sourceId}",
    changeSource,
    "Rename a source or change its configuration, which the provider must accept; fields left out keep their value, null takes one away",
    { answer: sourceChange },
  ),
  remove("/sources/{sourceId}", removeSource, "Remove a source and everything read from it", {
    answer: countIn("identities"),
  }),
  post("/sources/{sourceId}/sync", requestSync, "Start a sync", {
    status: 202,
    answer: requestedRun,
  }),
  get(
    "/sources/{sourceId}/actions",
    getActionSettings,
    "Whether Muster may change things at a source's provider, and what that would need",
  ),
  put(
    "/sources/{sourceId}/actions",
    allowActions,
    "Give a source a write credential of its own, which reading never uses",
    { answer: idIn("sourceId") },
  ),
  remove(
    "/sources/{sourceId}/actions",
    forbidActions,
    "Take the write credential away; cases under way become tasks for a person",
    { answer: idIn("sourceId") },
  ),
  put("/sources/{sourceId}/schedule", setSchedule, "Set or stop the schedule", {
    answer: schedule,
  }),
  post(
    "/sources/{sourceId}/files",
    uploadFile,
    "Give an export file to a source, as application/octet-stream",
    { status: 201, upload: true, answer: newUpload },
  ),
  get("/sources/{sourceId}/files", listFiles, "List the export files of a source, oldest first", {
    answer: fileList,
  }),
  remove(
    "/sources/{sourceId}/files/{fileId}",
    removeFile,
    "Take an export file away; what only it lists goes missing with the next sync",
    { answer: countIn("left") },
  ),
  get("/sources/{sourceId}/runs", listRuns, "List the runs of a source, newest first", {
    answer: runPage,
  }),
  get("/sources/{sourceId}/runs/{runId}", getRun, "One run with its live progress", {
    answer: runDetail,
  }),
  post(
    "/sources/{sourceId}/runs/{runId}/cancel",
    cancelSync,
    "Cancel a run after the page it reads",
    { answer: idIn("runId") },
  ),
  get(
    "/sources/{sourceId}/runs/{runId}/removals",
    listRemovals,
    "List what a run did not find while a person must decide, by name",
    { answer: removalPage },
  ),
  post(
    "/sources/{sourceId}/runs/{runId}/removals",
    confirmRemovals,
    "Confirm or refuse that identities are gone",
    { answer: countIn("missing") },
  ),
];
