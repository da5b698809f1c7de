# What everything is called and how large it is. No provider: `terraform test` runs it anywhere.

terraform {
  required_version = ">= 1.9"
}

locals {
  # The same region under each vendor's name, and short enough for names that may have 40 characters.
  region_map = {
    eu-central-1 = { short = "euc1", atlas = "EU_CENTRAL_1" }
    eu-west-1    = { short = "euw1", atlas = "EU_WEST_1" }
    us-east-1    = { short = "use1", atlas = "US_EAST_1" }
    us-west-2    = { short = "usw2", atlas = "US_WEST_2" }
  }

  # Pods are the minReplicas and maxReplicas of deploy/kubernetes/overlays; a test compares them.
  sizes = {
    staging = {
      pods        = { min = 2, max = 4 }
      redis       = { node = "cache.t4g.small", replicas = 1 }
      mongodb     = { tier = "M10", nodes = { active = 2, passive = 1 } }
      backup_days = 7
    }
    production = {
      pods        = { min = 3, max = 12 }
      redis       = { node = "cache.m7g.large", replicas = 2 }
      mongodb     = { tier = "M30", nodes = { active = 2, passive = 1 } }
      backup_days = 35
    }
  }
  size = local.sizes[var.environment]

  host = var.environment == "production" ? "api.${var.domain}" : "api.${var.environment}.${var.domain}"

  regions = {
    for role, region in var.regions : role => {
      role   = role
      region = region
      atlas  = local.region_map[region].atlas
      prefix = "${var.name}-${var.environment}-${local.region_map[region].short}"
      # The waiting region holds data, not traffic: what serves is as small as it can be.
      redis = {
        node     = local.size.redis.node
        replicas = role == "active" ? local.size.redis.replicas : 0
      }
      mongodb_nodes = local.size.mongodb.nodes[role]
    }
  }

  tags = {
    service     = var.name
    environment = var.environment
    managed-by  = "terraform"
  }
}
