export { ListSkeleton as default } from "@/components/states/list-skeleton";
