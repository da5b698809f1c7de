output "host" {
  description = "The name under which the world reaches the service."
  value       = local.host
}

output "prefix" {
  description = "What names begin with that belong to no region."
  value       = "${var.name}-${var.environment}"
}

output "regions" {
  description = "By role (active, passive): the region, its names and its sizes."
  value       = local.regions
}

output "mongodb_tier" {
  description = "The size of MongoDB's nodes."
  value       = local.size.mongodb.tier
}

output "pods" {
  description = "The fewest and the most pods of the slot that has the traffic."
  value       = local.size.pods
}

output "backup_days" {
  description = "Backups are deleted after so many days."
  value       = local.size.backup_days
}

output "tags" {
  description = "Put on everything."
  value       = local.tags
}
