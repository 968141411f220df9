import { Code } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { PageHeader } from "@/components/shell/page-header";
import { TimeAgo } from "@/components/time/time-ago";
import { listKeys } from "@/lib/use-cases/settings/list-keys";

export const metadata: Metadata = { title: "Keys" };

const purposeWords: Record<string, string> = {
  seal: "Seals stored credentials",
  audit: "Chains the audit log",
  session: "Encrypts session cookies",
  token: "Signs links",
  evidence: "Signs evidence packs and checkpoints",
};

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
        columns={["Key", "Purpose", "Age", "State", { label: "Sealed values", number: true }]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <td className={cells.nowrap}>
              <Code>{item.id}</Code>
            </td>
            <td>
              {purposeWords[item.purpose]}
              {item.publicKey ? (
                <div>
                  Public key{" "}
                  <Code style={{ display: "block", maxWidth: "42ch", overflowWrap: "anywhere" }}>
                    {item.publicKey}
                  </Code>
                </div>
              ) : null}
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
