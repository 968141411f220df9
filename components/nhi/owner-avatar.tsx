import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import classes from "./nhi.module.css";

const initials = (name: string): string =>
  name
    .split(/[\s.@_-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");

/** Who answers for an identity; a dashed ring marks a guess, and no owner is said in words. */
export function OwnerAvatar({ owner }: { owner: IdentityRow["owner"] }) {
  if (owner.state === "none") return <span className={classes.noOwner}>No owner</span>;
  const name = owner.name ?? "Somebody";
  const hint =
    owner.state === "inferred" ? `${name}, inferred and not confirmed` : (owner.email ?? name);
  return (
    <span className={classes.owner} data-hint={hint}>
      <span className={classes.avatar} data-state={owner.state} aria-hidden="true">
        {initials(name)}
      </span>
      <span className={classes.ownerName}>
        {name}
        {owner.state === "inferred" ? " (inferred)" : ""}
      </span>
    </span>
  );
}
