import { Code } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { PageHeader } from "@/components/shell/page-header";
import { TimeAgo } from "@/components/time/time-ago";
import { listKeys } from "@/lib/use-cases/settings/list-keys";
import { KeyPurpose } from "../_components/key-purpose";

export const metadata: Metadata = { title: "Keys" };

export default async function KeysPage() {
  const ctx = await pageContext("setting:read");
  const { items } = await listKeys(ctx, {});
  return (
    <>
      <PageHeader
        title="Keys"
        sentence={
          <>
            Kept in a file of the server, never in the database. Rotate with{" "}
            <Code>npx muster keys rotate</Code>.
          </>
        }
      />
      <PlainTable
        label="Keys"
        columns={["Key", "Purpose", "Made", "State", { label: "Sealed values", number: true }]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <td className={cells.nowrap}>
              <Code>{item.id}</Code>
            </td>
            <td>
              <KeyPurpose purpose={item.purpose} publicKey={item.publicKey} />
            </td>
            <td className={cells.nowrap}>
              <TimeAgo at={item.createdAt} />
            </td>
            <td className={item.current ? cells.nowrap : undefined}>
              {item.current ? "In use" : "Opens or checks older ones only"}
            </td>
            <td data-number className={cells.nowrap}>
              {item.sealedValues?.toLocaleString("en") ?? "Seals nothing"}
            </td>
          </tr>
        ))}
      </PlainTable>
    </>
  );
}
