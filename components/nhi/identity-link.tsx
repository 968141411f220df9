import Link from "next/link";
import type { IdentityKind } from "@/lib/domain/identity/identity";
import { KindIcon } from "./kind-icon";
import classes from "./nhi.module.css";

/** An identity by its kind's sign and name, leading to its page. */
export function IdentityLink({ id, name, kind }: { id: string; name: string; kind: IdentityKind }) {
  return (
    <Link href={`/identities/${id}`} className={classes.identity} prefetch={false}>
      <KindIcon kind={kind} />
      <span className={classes.ownerName}>{name}</span>
    </Link>
  );
}
