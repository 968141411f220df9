"use server";

import { toServerAction } from "@/app/_http/server-action";
import {
  approveException,
  rejectException,
  withdrawException,
} from "@/lib/use-cases/exceptions/decide";
import { requestException } from "@/lib/use-cases/exceptions/request-exception";

const revalidate = ["/"];

export const request = toServerAction(requestException, { revalidate });
export const approve = toServerAction(approveException, { revalidate });
export const reject = toServerAction(rejectException, { revalidate });
export const withdraw = toServerAction(withdrawException, { revalidate });
