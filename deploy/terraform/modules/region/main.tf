# One region, whichever role it has: only the variables tell them apart.

terraform {
  required_providers {
    aws  = { source = "hashicorp/aws", version = "~> 6.0" }
    helm = { source = "hashicorp/helm", version = "~> 3.0" }
  }
}

module "redis" {
  source   = "../redis"
  prefix   = var.plan.prefix
  node     = var.plan.redis.node
  replicas = var.plan.redis.replicas
  network  = var.network
}

module "backups" {
  source = "../backups"
  prefix = var.plan.prefix
  days   = var.backup_days
}

module "addons" {
  source            = "../addons"
  replicas          = var.entrance_replicas
  certificates_role = var.roles.certificates
  secrets_role      = var.roles.secrets
}

# What the pods find in /secrets, by one name in both regions. The envelope keys are put in by hand (docs/service.md): Terraform's state never has them.
resource "aws_secretsmanager_secret" "service" {
  for_each                = toset(["redis-url", "mongodb-uri", "encryption-keys"])
  name                    = "${var.secrets_prefix}/${each.key}"
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_version" "redis" {
  secret_id     = aws_secretsmanager_secret.service["redis-url"].id
  secret_string = module.redis.url
}

resource "aws_secretsmanager_secret_version" "mongodb" {
  secret_id     = aws_secretsmanager_secret.service["mongodb-uri"].id
  secret_string = var.mongodb_uri
}
