import { toFileHandler } from "@/app/_http/file-response";
import { exportCampaign } from "@/lib/use-cases/reviews/export-campaign";

export const GET = toFileHandler(exportCampaign);
