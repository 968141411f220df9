import { checkedLayout } from "@/app/_http/checked-layout";
import { checkCampaign } from "@/lib/use-cases/reviews/get-campaign";

export default checkedLayout(checkCampaign);
