import { checkedLayout } from "@/app/_http/checked-layout";
import { checkCase } from "@/lib/use-cases/offboarding/get-case";

export default checkedLayout(checkCase);
