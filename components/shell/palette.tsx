"use client";

import { Spotlight, spotlight } from "@mantine/spotlight";
import {
  type Icon,
  IconFingerprint,
  IconPlugConnected,
  IconSearch,
  IconUser,
} from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { navigationFor } from "./navigation";
import { settingsFor } from "./settings-pages";
import { type Hits, type PaletteSearch, useHits } from "./use-hits";
import { actionsFor } from "./usual-actions";

interface Entry {
  href: string;
  label: string;
  icon: Icon;
  description?: string;
}

interface Group {
  name: string;
  entries: readonly Entry[];
}

const kinds = [
  { kind: "identity", name: "Identities", icon: IconFingerprint },
  { kind: "person", name: "People", icon: IconUser },
  { kind: "source", name: "Sources", icon: IconPlugConnected },
] as const;

/** Each word of the text is in the entry's own words. */
function matches(text: string) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ label, keywords }: { label: string; keywords: string }): boolean => {
    const own = `${label} ${keywords}`.toLowerCase();
    return words.every((word) => own.includes(word));
  };
}

/** What the text leads to: pages and actions by their words, then what the server found. */
function groupsOf(role: string, text: string, found: Hits): Group[] {
  const isMeant = matches(text);
  const settings = settingsFor(role).flatMap(({ pages }) => pages);
  const hits = found.at === "found" ? found.hits : [];
  return [
    { name: "Pages", entries: navigationFor(role).filter(isMeant) },
    { name: "Actions", entries: actionsFor(role).filter(isMeant) },
    { name: "Settings", entries: settings.filter(isMeant) },
    ...kinds.map(({ kind, name, icon }) => ({
      name,
      entries: hits.filter((hit) => hit.kind === kind).map((hit) => ({ ...hit, icon })),
    })),
  ].filter(({ entries }) => entries.length > 0);
}

/** What the list cannot show: that it is not whole yet, or why it is empty. */
function stateOf(found: Hits, isEmpty: boolean): string | null {
  if (found.at === "searching") return "Searching identities, people and sources…";
  if (found.at === "failed") return `Not searched. ${found.message}`;
  if (!isEmpty) return null;
  return found.at === "short"
    ? "No page by that name. Two letters or more also find identities, people and sources."
    : "Nothing by that name";
}

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
  const found = useHits(query, search);
  const groups = groupsOf(role, query, found);
  const state = stateOf(found, groups.length === 0);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        leftSection={<IconSearch size={18} stroke={1.7} />}
        placeholder="Identities, people, sources, pages"
        aria-label="Search"
      />
      {groups.length > 0 ? (
        <Spotlight.ActionsList>
          {groups.map(({ name, entries }) => (
            <Spotlight.ActionsGroup key={name} label={name}>
              {entries.map(({ href, label, description, icon: EntryIcon }) => (
                <Spotlight.Action
                  key={`${href} ${label}`}
                  label={label}
                  description={description}
                  leftSection={<EntryIcon size={18} stroke={1.7} />}
                  onClick={() => router.push(href)}
                />
              ))}
            </Spotlight.ActionsGroup>
          ))}
        </Spotlight.ActionsList>
      ) : null}
      <Spotlight.Footer hidden={state === null}>
        <output aria-live="polite">{state}</output>
      </Spotlight.Footer>
    </Spotlight.Root>
  );
}
