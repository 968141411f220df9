import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requestContext } from "@/app/_http/request-context";
import { localPath, signInMethods } from "@/app/_http/sign-in-methods";
import { refusalSentence } from "@/lib/domain/people/sign-in-refusal";
import { isSetUp } from "@/lib/use-cases/people/is-set-up";
import { NobodyYet } from "./_components/nobody-yet";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}

const text = (value: string | string[] | undefined): string =>
  typeof value === "string" ? value : "";

export default async function SignInPage({ searchParams }: Props) {
  const { actor } = await requestContext();
  if (actor.type === "person") redirect("/");
  // A database that is away has its own answer, when somebody signs in.
  if (!(await isSetUp().catch(() => true))) return <NobodyYet />;
  const { callbackUrl, error } = await searchParams;
  const providers = await signInMethods();
  const next = localPath(text(callbackUrl));
  const problem = error === undefined ? null : refusalSentence(text(error));
  return <SignInForm providers={providers} next={next} error={problem} />;
}
