import { toUploadHandler } from "@/app/_http/upload-handler";
import { uploadFile } from "@/lib/use-cases/sources/upload-file";

export const POST = toUploadHandler(uploadFile);
