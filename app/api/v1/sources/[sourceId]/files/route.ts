import { toRouteHandler } from "@/app/_http/route-handler";
import { toUploadHandler } from "@/app/_http/upload-handler";
import { listFiles } from "@/lib/use-cases/sources/list-files";
import { uploadFile } from "@/lib/use-cases/sources/upload-file";

export const GET = toRouteHandler(listFiles, (_request, params) => params);
export const POST = toUploadHandler(uploadFile);
