output "backup_bucket" {
  description = "Where dumps of the store go."
  value       = module.backups.bucket
}

output "addon_versions" {
  description = "The versions of the cluster's add-ons."
  value       = module.addons.versions
}
