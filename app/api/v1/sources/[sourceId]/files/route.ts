import { noDoor } from "@/app/_http/no-door";
import { toRouteHandler } from "@/app/_http/route-handler";
import { toUploadHandler } from "@/app/_http/upload-handler";
import { listFiles } from "@/lib/use-cases/sources/list-files";
import { uploadFile } from "@/lib/use-cases/sources/upload-file";

export const GET = toRouteHandler(listFiles, (_request, params) => params);
export const POST = toUploadHandler(uploadFile);
// The proxy, which refuses other methods everywhere else, never sees an upload's address.
export { noDoor as DELETE, noDoor as OPTIONS, noDoor as PATCH, noDoor as PUT };
