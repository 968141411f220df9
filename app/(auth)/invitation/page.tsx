import { Anchor } from "@mantine/core";
import type { Metadata } from "next";
import { FormHead } from "@/app/(auth)/_components/form-parts";
import { findInvitation } from "@/lib/use-cases/people/accept-invitation";
import { InvitationForm } from "./_components/invitation-form";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

interface PageProps {
  searchParams: Promise<{ token?: string | string[] }>;
}

export default async function InvitationPage({ searchParams }: PageProps) {
  const { token } = await searchParams;
  const text = typeof token === "string" ? token : "";
  const invitation = await findInvitation(text, new Date());
  if (invitation) return <InvitationForm token={text} {...invitation} />;
  return (
    <FormHead
      title="This invitation no longer works"
      sentence={
        <>
          It was used, withdrawn or is more than seven days old. Ask for a new one, or{" "}
          <Anchor href="/sign-in" underline="always">
            sign in
          </Anchor>
          .
        </>
      }
    />
  );
}
