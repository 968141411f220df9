import { z } from "zod";
import type { CampaignState } from "@/lib/domain/lifecycle/campaign";
import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { Parameters } from "../identities/parameters";
import { concernsSql } from "./campaign-figures";

export const campaignViews = ["open", "ended"] as const;

export const listCampaignsInput = z.strictObject({
  view: z.enum(campaignViews).default("open"),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

interface Row {
  id: string;
  name: string;
  query: string;
  state: CampaignState;
  items: number;
  decided: number;
  waiting: number;
  mine: number;
  due_at: Date;
  created_at: Date;
  created_by: string;
}

const states = { open: "'preparing', 'open'", ended: "'closed', 'cancelled'" } as const;

/** Reviews, newest first; an owner sees those in which something was or is theirs. */
export const listCampaigns = defineQuery({
  permission: "review:read",
  input: listCampaignsInput,
  run: async ({ ctx, input, reach }) => {
    const p = new Parameters();
    const me = p.add(personIdOf(ctx));
    const visible = reach === "own" ? ` AND ${concernsSql(me)}` : "";
    const after = input.cursor
      ? ` AND (k.created_at, k.id) < (SELECT created_at, id FROM review_campaign WHERE id = ${p.add(input.cursor)}::uuid)`
      : "";
    const rows = await sql<Row>(
      `SELECT k.id, k.name, k.query, k.state, k.items, k.due_at, k.created_at, k.created_by,
         c.decided, c.waiting, c.mine
       FROM (SELECT * FROM review_campaign k WHERE state IN (${states[input.view]})${visible}${after}
         ORDER BY created_at DESC, id DESC LIMIT ${input.limit + 1}) k
       CROSS JOIN LATERAL (SELECT coalesce(sum(decided), 0)::int AS decided, coalesce(sum(waiting), 0)::int AS waiting,
           coalesce(sum(waiting) FILTER (WHERE key = ${me}::text), 0)::int AS mine
         FROM review_tally WHERE campaign_id = k.id AND facet = 'reviewer') c
       ORDER BY k.created_at DESC, k.id DESC`,
      p.values,
    );
    const items = rows.slice(0, input.limit).map((row) => ({
      id: row.id,
      name: row.name,
      query: row.query,
      state: row.state,
      items: row.items,
      decided: row.decided,
      waiting: row.waiting,
      mine: row.mine,
      dueAt: row.due_at.toISOString(),
      createdAt: row.created_at.toISOString(),
      createdBy: row.created_by,
    }));
    return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null };
  },
});
