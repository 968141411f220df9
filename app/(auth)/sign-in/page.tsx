import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requestContext } from "@/app/_http/request-context";
import { signInMethods } from "@/app/_http/sign-in-methods";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ callbackUrl?: string; error?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { actor } = await requestContext();
  if (actor.type === "person") redirect("/");
  const { callbackUrl, error } = await searchParams;
  const methods = await signInMethods();
  return <SignInForm oidcName={methods.oidcName} next={callbackUrl ?? "/"} error={error ?? null} />;
}
