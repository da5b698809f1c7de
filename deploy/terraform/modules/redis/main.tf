# Limits and cached results that replicas share. Nothing here has to be kept: a region's Redis is its own.

terraform {
  required_providers {
    aws    = { source = "hashicorp/aws", version = "~> 6.0" }
    random = { source = "hashicorp/random", version = "~> 3.6" }
  }
}

resource "aws_elasticache_subnet_group" "this" {
  name       = "${var.prefix}-redis"
  subnet_ids = var.network.private_subnets
}

resource "aws_security_group" "this" {
  name        = "${var.prefix}-redis"
  description = "Redis, for the cluster's nodes only"
  vpc_id      = var.network.vpc

  ingress {
    description     = "Redis"
    from_port       = 6379
    to_port         = 6379
    protocol        = "tcp"
    security_groups = [var.network.nodes_security_group]
  }
}

resource "random_password" "token" {
  length  = 64
  special = false
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = "${var.prefix}-redis"
  description                = "Limits and cached results"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = var.node
  num_cache_clusters         = var.replicas + 1
  automatic_failover_enabled = var.replicas > 0
  multi_az_enabled           = var.replicas > 0
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this.id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  auth_token                 = random_password.token.result
  parameter_group_name       = aws_elasticache_parameter_group.this.name
}

resource "aws_elasticache_parameter_group" "this" {
  name   = "${var.prefix}-redis"
  family = "valkey8"

  # A cache that is full forgets what was not used for longest; limits are small and expire by themselves.
  parameter {
    name  = "maxmemory-policy"
    value = "volatile-lru"
  }
}
