import { checkedLayout } from "@/app/_http/checked-layout";
import { checkSource } from "@/lib/use-cases/sources/list-sources";

export default checkedLayout(checkSource);
