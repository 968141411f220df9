import { Anchor } from "@mantine/core";
import type { Metadata } from "next";
import { FormHead } from "@/app/(auth)/_components/form-parts";
import { isSetUp } from "@/lib/use-cases/people/is-set-up";
import { SetupForm } from "./_components/setup-form";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>;
}) {
  const { token } = await searchParams;
  if (await isSetUp()) {
    return (
      <FormHead
        title="Muster is set up already"
        sentence={
          <>
            <Anchor href="/sign-in" underline="always">
              Sign in
            </Anchor>
            , or ask an administrator for an invitation.
          </>
        }
      />
    );
  }
  if (token) return <SetupForm token={token} />;
  return (
    <FormHead
      title="This link is not whole"
      sentence={<>Copy the whole set-up link that Muster printed when it started.</>}
    />
  );
}
