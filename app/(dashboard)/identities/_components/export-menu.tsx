"use client";

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { MenuLink } from "@/components/popup/menu-item";
import { Popup } from "@/components/popup/popup";

/** The whole filtered list as a file; the browser streams it to disk. */
export function ExportMenu({ search }: { search: URLSearchParams }) {
  const href = (format: string): string =>
    `/api/v1/identities/export?${search.toString()}&format=${format}`;
  return (
    <Popup
      label="Export"
      kind="menu"
      align="end"
      width={270}
      renderTrigger={(props) => (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconDownload size={16} aria-hidden />}
          {...props}
        >
          Export
        </Button>
      )}
    >
      {(close) => (
        <>
          <MenuLink href={href("csv")} download onSelect={close}>
            CSV, safe to open in a spreadsheet
          </MenuLink>
          <MenuLink href={href("json")} download onSelect={close}>
            JSON, with sources and reasons
          </MenuLink>
        </>
      )}
    </Popup>
  );
}
