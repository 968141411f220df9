import { toUploadHandler } from "@/app/_http/upload-handler";
import { attachProof } from "@/lib/use-cases/offboarding/attach-proof";

export const POST = toUploadHandler(attachProof);
