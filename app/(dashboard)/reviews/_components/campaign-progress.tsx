import { Anchor } from "@mantine/core";
import { listHref } from "@/components/nhi/list-href";
import { LocalLink as Link } from "@/components/shell/local-link";
import { exactTime } from "@/components/time/time-text";
import type {
  CampaignState,
  OverdueDefault,
  ReviewerRule,
  TwoPeopleRule,
} from "@/lib/domain/lifecycle/campaign";
import { counted, numberText } from "@/lib/domain/counted";
import { share } from "@/lib/domain/share";
import { campaignStateWords } from "./review-words";
import classes from "./reviews.module.css";

interface CampaignShape {
  id: string;
  name: string;
  query: string;
  state: CampaignState;
  reviewer: ReviewerRule;
  person: string | null;
  twoPeople: TwoPeopleRule;
  overdueDefault: OverdueDefault;
  dueAt: string;
  rolling: boolean;
  seriesId: string | null;
  createdBy: string;
  closedAt: string | null;
  closedBy: string | null;
  items: number;
  prepared: number;
  scopeSize: number;
  waiting: number;
  decided: number;
}

const asks: Record<ReviewerRule, string> = {
  owner: "each owner",
  backup: "each backup owner",
  manager: "the manager of each team",
  person: "",
};

/** Its scope, who is asked and by when, in one sentence. */
export function CampaignFacts({ detail }: { detail: CampaignShape }) {
  return (
    <>
      <span className={classes.state} data-tone={campaignStateWords[detail.state].tone}>
        {campaignStateWords[detail.state].label}
      </span>
      {" · "}
      <Anchor
        component={Link}
        inherit
        underline="always"
        href={listHref(detail.query)}
        prefetch={false}
      >
        {detail.query || "All identities"}
      </Anchor>
      {` · asks ${asks[detail.reviewer] || (detail.person ?? "a named person")} · ${detail.rolling ? "asks about each event" : `due ${exactTime(detail.dueAt)}`} · begun by ${detail.createdBy}`}
      {detail.seriesId ? (
        <>
          {" · "}
          <Link href="/reviews?view=repeating">Repeats</Link>
        </>
      ) : null}
      {detail.closedAt ? ` · ended ${exactTime(detail.closedAt)} by ${detail.closedBy}` : ""}
    </>
  );
}

/** How far it is: items written while it is prepared, answers afterwards. */
export function CampaignProgress({ detail }: { detail: CampaignShape }) {
  const isPreparing = detail.state === "preparing";
  const done = isPreparing ? detail.prepared : detail.decided;
  const whole = isPreparing ? detail.scopeSize : detail.items;
  const width = whole === 0 ? 0 : (done / whole) * 100;
  return (
    <section aria-label="Progress">
      <strong>
        {isPreparing
          ? `Gathering the evidence: ${numberText(done)} of ${counted(whole, "identity", "identities")}`
          : whole === 0
            ? "No items to answer"
            : `${numberText(done)} of ${counted(whole, "item")} answered, ${share(done, whole)}`}
      </strong>
      <div className={classes.bar} aria-hidden="true">
        <span style={{ width: `${width}%` }} />
      </div>
    </section>
  );
}
