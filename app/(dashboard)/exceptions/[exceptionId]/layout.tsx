import { checkedLayout } from "@/app/_http/checked-layout";
import { checkException } from "@/lib/use-cases/exceptions/get-exception";

export default checkedLayout(checkException);
