import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requestContext } from "@/app/_http/request-context";
import { localPath, signInMethods } from "@/app/_http/sign-in-methods";
import { refusalSentence } from "@/lib/domain/people/sign-in-refusal";
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
  const { callbackUrl, error } = await searchParams;
  const providers = await signInMethods();
  const next = localPath(text(callbackUrl));
  const problem = error === undefined ? null : refusalSentence(text(error));
  return <SignInForm providers={providers} next={next} error={problem} />;
}
