import { ListSkeleton } from "@/components/states/list-skeleton";

export default function Loading() {
  return <ListSkeleton filters={false} />;
}
