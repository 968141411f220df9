import { toRouteHandler, searchInput } from "@/app/_http/route-handler";
import { bodyBytes } from "@/app/_http/body-bytes";
import { uploadFile } from "@/lib/use-cases/sources/upload-file";

export const POST = toRouteHandler(
  uploadFile,
  async (request, params) => ({
    ...searchInput(request),
    ...params,
    content: await bodyBytes(request),
  }),
  { status: 201 },
);
