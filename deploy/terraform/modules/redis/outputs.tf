output "url" {
  description = "REDIS_URL of the service."
  value       = "rediss://:${random_password.token.result}@${aws_elasticache_replication_group.this.primary_endpoint_address}:6379"
  sensitive   = true
}
