import { toRouteHandler } from "@/app/_http/route-handler";
import { removeFile } from "@/lib/use-cases/sources/remove-file";

export const DELETE = toRouteHandler(removeFile, (_request, params) => params);
