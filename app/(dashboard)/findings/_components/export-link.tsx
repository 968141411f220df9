import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { findingsHref } from "../findings-href";
import type { FindingParams } from "../search-params";

export function ExportLink({ params }: { params: FindingParams }) {
  const query = findingsHref(params, { cursor: null, finding: null }).split("?")[1];
  return (
    <Button
      component="a"
      href={`/api/v1/findings/export${query ? `?${query}` : ""}`}
      variant="default"
      leftSection={<IconDownload size={16} />}
    >
      Export CSV
    </Button>
  );
}
