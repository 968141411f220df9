import { toRouteHandler } from "@/app/_http/route-handler";
import { createSignInLink } from "@/lib/use-cases/people/create-sign-in-link";

export const POST = toRouteHandler(createSignInLink, (_request, params) => params, { status: 201 });
