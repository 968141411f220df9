import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { getSignInSettings } from "@/lib/use-cases/settings/get-sign-in-settings";

export const GET = toRouteHandler(getSignInSettings, searchInput);
