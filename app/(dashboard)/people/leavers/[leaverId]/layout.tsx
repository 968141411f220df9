import { checkedLayout } from "@/app/_http/checked-layout";
import { checkLeaver } from "@/lib/use-cases/leavers/list-leavers";

export default checkedLayout(checkLeaver);
