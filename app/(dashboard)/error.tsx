"use client";

import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";

interface ErrorPageProps {
  error: Error & { digest?: string };
  /** Reads the page anew; drawing again what was read would only fail again. */
  retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <PageBody>
      <PageHeader title="Something went wrong" />
      <EmptyState
        icon={<IconAlertTriangle size={22} />}
        title="This page could not be shown"
        sentence={`Nothing was changed and your data is kept. Try again; if it happens again, give the administrator this reference: ${error.digest ?? "none"}.`}
        action={<Button onClick={retry}>Try again</Button>}
      />
    </PageBody>
  );
}
