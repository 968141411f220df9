"use client";

import { Avatar, Text } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import { Pager } from "@/components/states/pager";
import { TimeAgo } from "@/components/time/time-ago";
import { counted } from "@/lib/domain/counted";
import { type PersonItem, PersonMenu } from "./person-menu";
import { RoleChoice } from "./role-choice";
import { roleName } from "./role-option";
import { Tag } from "./section";
import classes from "./settings.module.css";

interface PeopleTableProps {
  items: PersonItem[];
  nextCursor: string | null;
  /** What the list is narrowed to, and whether its first page is behind. */
  text: string;
  isLater: boolean;
  mayChange: boolean;
  ownId: string;
}

const columns = ["Person", "Role", "Second factor", "Last sign-in"];

const hrefOf = (conditions: Record<string, string>): string => {
  const query = new URLSearchParams(Object.entries(conditions).filter(([, value]) => value));
  return query.size > 0 ? `/settings/people?${query}` : "/settings/people";
};

export function PeopleTable(props: PeopleTableProps) {
  const { items, nextCursor, text, isLater, mayChange, ownId } = props;
  if (items.length === 0) {
    return <Text size="sm">{text ? `Nobody's name or address holds “${text}”.` : "Nobody."}</Text>;
  }
  return (
    <>
      <PlainTable label="People" columns={mayChange ? [...columns, "Actions"] : columns}>
        {items.map((item) => (
          <PersonRow key={item.id} item={item} mayChange={mayChange} own={item.id === ownId} />
        ))}
      </PlainTable>
      <Pager
        shown={counted(items.length, "person", "people")}
        firstHref={isLater ? hrefOf({ text }) : null}
        nextHref={nextCursor ? hrefOf({ text, cursor: nextCursor }) : null}
      />
    </>
  );
}

interface PersonRowProps {
  item: PersonItem;
  mayChange: boolean;
  own: boolean;
}

function PersonRow({ item, mayChange, own }: PersonRowProps) {
  return (
    <tr>
      <td>
        <div className={classes.person}>
          <Avatar name={item.name} size={30} radius="xl" color="indigo" aria-hidden="true" />
          <div>
            <div className={classes.name}>
              {item.name}
              {own ? <Tag color="indigo">You</Tag> : null}
              {item.status === "disabled" ? <Tag>Disabled</Tag> : null}
              {item.singleSignOn ? <Tag>Single sign-on</Tag> : null}
            </div>
            <Text size="xs" c="dimmed">
              {item.email}
            </Text>
          </div>
        </div>
      </td>
      <td>{mayChange ? <RoleChoice item={item} own={own} /> : roleName(item.role)}</td>
      <td>{item.secondFactor ? "On" : "Off"}</td>
      <td>{item.lastSignInAt ? <TimeAgo at={item.lastSignInAt} /> : "Never"}</td>
      {mayChange ? <td>{own ? null : <PersonMenu item={item} />}</td> : null}
    </tr>
  );
}
