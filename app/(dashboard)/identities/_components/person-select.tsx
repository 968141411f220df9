"use client";

import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { messageOf, readApi } from "./api";

interface Person {
  id: string;
  name: string;
  email: string;
}

interface PersonSelectProps {
  label: string;
  description?: string;
  placeholder?: string;
  value: string | null;
  /** Who is chosen already, so that their name shows before anything is read. */
  known?: { id: string; name: string } | null;
  error?: string | null;
  /** First in a dialog: takes the focus, and opens its list only when asked, as it would hide the buttons. */
  first?: boolean;
  required?: boolean;
  /** With what the field shows: name and address. */
  onChange: (personId: string | null, label: string | null) => void;
}

/** Chooses somebody who can sign in, by a part of their name or address. */
export function PersonSelect({
  label,
  description,
  placeholder,
  value,
  known,
  error,
  first,
  required,
  onChange,
}: PersonSelectProps) {
  const [people, setPeople] = useState<Person[]>([]);
  const [search, setSearch] = useState(known?.name ?? "");
  const [text] = useDebouncedValue(search, 200);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    readApi<{ items: Person[] }>(
      `/api/v1/identities/owners?${new URLSearchParams({ text: text.replace(/ \([^)]*\)$/, "") })}`,
      abort.signal,
    )
      .then(({ items }) => {
        setPeople(items);
        setFailed(null);
      })
      .catch((failure: unknown) =>
        abort.signal.aborted ? undefined : setFailed(messageOf(failure)),
      );
    return () => abort.abort();
  }, [text]);
  const data = people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }));
  const isListed = !known || data.some((one) => one.value === known.id);
  return (
    <Select
      label={label}
      description={description}
      placeholder={placeholder ?? "Name or e-mail address"}
      searchable
      required={required}
      data-autofocus={first}
      openOnFocus={!first}
      clearable
      clearButtonProps={{ "aria-label": `Clear ${label.toLowerCase()}` }}
      comboboxProps={{ shadow: "md" }}
      nothingFoundMessage="Nobody by that name can sign in"
      data={isListed ? data : [{ value: known.id, label: known.name }, ...data]}
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      value={value}
      onChange={(personId, option) => onChange(personId, option?.label ?? null)}
      error={error ?? failed}
    />
  );
}
