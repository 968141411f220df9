"use client";

import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

/** The whole filtered list as a file; the browser streams it to disk. */
export function ExportMenu({ search }: { search: URLSearchParams }) {
  const href = (format: string): string =>
    `/api/v1/identities/export?${search.toString()}&format=${format}`;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={href("csv")} download>
          CSV, safe to open in a spreadsheet
        </Menu.Item>
        <Menu.Item component="a" href={href("json")} download>
          JSON, with sources and reasons
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
