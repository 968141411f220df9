import type { Metadata } from "next";
import type { SearchParams } from "@/app/_http/address-conditions";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { IgnoredNotice } from "@/components/states/ignored-notice";
import { reachOf } from "@/lib/use-cases/context";
import { listChannels } from "@/lib/use-cases/notices/list-channels";
import { listDeliveries } from "@/lib/use-cases/notices/list-deliveries";
import { Section } from "../_components/section";
import classes from "../_components/settings.module.css";
import { AddChannel } from "./_components/add-channel";
import { ChannelList } from "./_components/channel-list";
import { DeliveryFilters } from "./_components/delivery-filters";
import { DeliveryLog } from "./_components/delivery-log";
import { readParams } from "./search-params";

export const metadata: Metadata = { title: "Notifications" };

interface PageProps {
  searchParams: Promise<SearchParams>;
}

export default async function NotificationsPage({ searchParams }: PageProps) {
  const ctx = await pageContext("setting:read");
  const { params, ignored } = readParams(await searchParams);
  const mayChange = reachOf(ctx, "setting:change") === "all";
  const [channels, log] = await Promise.all([listChannels(ctx, {}), listDeliveries(ctx, params)]);
  const hasMail = channels.items.some(
    (item) => item.kind === "mail" && item.shown.fromEnvironment !== true,
  );
  return (
    <>
      <PageHeader
        title="Notifications"
        sentence="Where Muster tells people that something waits for them. Links only open pages: they change nothing and sign nobody in."
        actions={mayChange ? <AddChannel hasMail={hasMail} /> : null}
      />
      <div className={classes.wholePage}>
        <ChannelList items={channels.items} mayChange={mayChange} />
        <Section
          title="Deliveries"
          sentence="Each is tried until it arrives; a receiver may get one twice, always under the same id."
        >
          <DeliveryFilters params={params} channels={channels.items} />
          <IgnoredNotice names={ignored} />
          <DeliveryLog {...log} params={params} mayRetry={mayChange} />
        </Section>
      </div>
    </>
  );
}
