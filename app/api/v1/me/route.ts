import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { getOwnAccount } from "@/lib/use-cases/people/get-own-account";

export const GET = toRouteHandler(getOwnAccount, searchInput);
