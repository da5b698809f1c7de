output "host" {
  description = "The name under which the world reaches the service."
  value       = module.plan.host
}

output "backup_buckets" {
  description = "By role: where dumps of the store go."
  value       = { active = module.active.backup_bucket, passive = module.passive.backup_bucket }
}

output "addon_versions" {
  description = "The versions of the add-ons of both clusters."
  value       = { active = module.active.addon_versions, passive = module.passive.addon_versions }
}
