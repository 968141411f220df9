"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import {
  IconFingerprint,
  IconPlugConnected,
  IconPlus,
  IconSearch,
  IconUser,
} from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { reach } from "@/lib/domain/people/permissions";
import { navigationFor } from "./navigation";

export interface PaletteHit {
  kind: "identity" | "person" | "source";
  id: string;
  label: string;
  description: string;
  href: string;
}

export type PaletteSearch = (query: string) => Promise<PaletteHit[]>;

const iconOf = { identity: IconFingerprint, person: IconUser, source: IconPlugConnected } as const;
const groupOf = { identity: "Identities", person: "People", source: "Sources" } as const;

function useHits(query: string, search: PaletteSearch): PaletteHit[] {
  const [hits, setHits] = useState<PaletteHit[]>([]);
  const [wanted] = useDebouncedValue(query.trim(), 150);
  useEffect(() => {
    let current = true;
    if (wanted.length >= 2) {
      void search(wanted).then((found) => (current ? setHits(found) : undefined));
    }
    return () => {
      current = false;
    };
  }, [wanted, search]);
  return wanted.length < 2 ? [] : hits;
}

function groups(role: string, hits: PaletteHit[], go: (href: string) => void) {
  const pages = navigationFor(role).map((item) => ({
    id: `page-${item.href}`,
    label: item.label,
    keywords: item.keywords,
    leftSection: <item.icon size={18} stroke={1.7} />,
    onClick: () => go(item.href),
  }));
  const list: SpotlightActionGroupData[] = [{ group: "Pages", actions: pages }];
  if (reach(role, "source:add") === "all") {
    const action = {
      id: "action-connect",
      label: "Connect a source",
      keywords: "add aws github postgresql upload",
      leftSection: <IconPlus size={18} stroke={1.7} />,
      onClick: () => go("/sources/new"),
    };
    list.push({ group: "Actions", actions: [action] });
  }
  for (const kind of ["identity", "person", "source"] as const) {
    const Icon = iconOf[kind];
    const actions = hits
      .filter((hit) => hit.kind === kind)
      .map((hit) => ({
        id: `${hit.kind}-${hit.id}`,
        label: hit.label,
        description: hit.description,
        leftSection: <Icon size={18} stroke={1.7} />,
        onClick: () => go(hit.href),
      }));
    if (actions.length > 0) list.push({ group: groupOf[kind], actions });
  }
  return list;
}

const matches = (words: string, query: string) =>
  words.toLowerCase().includes(query.trim().toLowerCase());

interface PaletteProps {
  role: string;
  search: PaletteSearch;
  /** Grows each time it is asked for. */
  turn: number;
}

/** Ctrl K: pages and actions by name, and whatever the server finds. */
export function Palette({ role, search, turn }: PaletteProps) {
  // Each turn opens it again.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => spotlight.open(), [turn]);
  const router = useRouter();
  const [query, setQuery] = useState("");
  const hits = useHits(query, search);
  return (
    <Spotlight
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      actions={groups(role, hits, (href) => router.push(href))}
      filter={(text, list) =>
        list.flatMap((entry) => {
          if (!("group" in entry) || !("actions" in entry) || !Array.isArray(entry.actions))
            return [];
          if (entry.group !== "Pages" && entry.group !== "Actions") return [entry];
          const actions = entry.actions.filter((action) =>
            matches(`${action.label} ${String(action.keywords ?? "")}`, text),
          );
          return actions.length > 0 ? [{ group: entry.group, actions }] : [];
        })
      }
      nothingFound="Nothing by that name"
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.7} />,
        placeholder: "Identities, people, sources, pages",
        "aria-label": "Search",
      }}
    />
  );
}
