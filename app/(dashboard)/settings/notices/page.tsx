import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { getOwnNotices } from "@/lib/use-cases/notices/own-notices";
import classes from "../_components/settings.module.css";
import { NoticeChoices } from "./_components/notice-choices";
import { OwnRooms } from "./_components/own-rooms";

export const metadata: Metadata = { title: "Your notices" };

const timeZones = ["UTC", ...Intl.supportedValuesOf("timeZone")];

export default async function NoticesPage() {
  const ctx = await pageContext("self:read");
  const own = await getOwnNotices(ctx, {});
  return (
    <>
      <PageHeader
        title="Your notices"
        sentence="What you are told, where, and when you are left alone. You only get what concerns your role or what is yours."
      />
      <div className={classes.page}>
        <OwnRooms items={own.channels} />
        <NoticeChoices {...own} timeZones={timeZones} />
      </div>
    </>
  );
}
