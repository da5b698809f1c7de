output "uri" {
  description = "MONGODB_URI of the service."
  value       = "${replace(mongodbatlas_advanced_cluster.this.connection_strings.standard_srv, "mongodb+srv://", "mongodb+srv://${mongodbatlas_database_user.service.username}:${random_password.service.result}@")}/${var.database}"
  sensitive   = true
}
