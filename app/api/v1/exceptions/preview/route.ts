import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { previewException } from "@/lib/use-cases/exceptions/preview-exception";

export const GET = toRouteHandler(previewException, searchInput);
