import { Anchor } from "@mantine/core";
import type { Metadata } from "next";
import { FormHead } from "@/app/(auth)/_components/form-parts";
import { findSignInLink } from "@/lib/use-cases/people/redeem-sign-in-link";
import { NewPasswordForm } from "./_components/new-password-form";

export const metadata: Metadata = { title: "New password", referrer: "no-referrer" };

interface PageProps {
  searchParams: Promise<{ token?: string | string[] }>;
}

export default async function NewPasswordPage({ searchParams }: PageProps) {
  const { token } = await searchParams;
  const text = typeof token === "string" ? token : "";
  const link = await findSignInLink(text, new Date());
  if (link) return <NewPasswordForm token={text} email={link.email} />;
  return (
    <FormHead
      title="This link no longer works"
      sentence={
        <>
          It was used, replaced or is more than 24 hours old. Ask an administrator for a new one, or{" "}
          <Anchor href="/sign-in" underline="always">
            sign in
          </Anchor>
          .
        </>
      }
    />
  );
}
