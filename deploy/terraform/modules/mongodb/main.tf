# One MongoDB over both regions: two nodes and the primary where the traffic is, one that follows in the other region.
# If the active region is gone, the one left can't elect itself: docs/recovery.md says how it is made to.

terraform {
  required_providers {
    mongodbatlas = { source = "mongodb/mongodbatlas", version = "~> 2.0" }
    random       = { source = "hashicorp/random", version = "~> 3.6" }
  }
}

resource "mongodbatlas_advanced_cluster" "this" {
  project_id                     = var.project
  name                           = var.prefix
  cluster_type                   = "REPLICASET"
  mongo_db_major_version         = "8.0"
  backup_enabled                 = true
  pit_enabled                    = true
  termination_protection_enabled = true

  replication_specs = [{
    region_configs = [for role in ["active", "passive"] : {
      provider_name   = "AWS"
      region_name     = var.regions[role].atlas
      priority        = role == "active" ? 7 : 6
      electable_specs = { instance_size = var.tier, node_count = var.regions[role].mongodb_nodes }
    }]
  }]

  advanced_configuration = {
    minimum_enabled_tls_protocol = "TLS1_2"
    javascript_enabled           = false
  }
}

resource "random_password" "service" {
  length  = 48
  special = false
}

resource "mongodbatlas_database_user" "service" {
  project_id         = var.project
  auth_database_name = "admin"
  username           = "service"
  password           = random_password.service.result

  # Its own database on its own cluster.
  roles {
    role_name     = "readWrite"
    database_name = var.database
  }
  scopes {
    name = mongodbatlas_advanced_cluster.this.name
    type = "CLUSTER"
  }
}

resource "mongodbatlas_cloud_backup_schedule" "this" {
  project_id                               = var.project
  cluster_name                             = mongodbatlas_advanced_cluster.this.name
  reference_hour_of_day                    = 3
  restore_window_days                      = min(var.backup_days, 7)
  auto_export_enabled                      = false
  use_org_and_group_names_in_export_prefix = false

  policy_item_daily {
    frequency_interval = 1
    retention_unit     = "days"
    retention_value    = var.backup_days
  }
}
