# The whole of one environment: two regions made by one module, and what both share. The clusters and their networks are
# there already; see variables.tf for what is asked of them.
#
#   terraform init -backend-config=environments/staging.backend
#   terraform apply -var-file=environments/staging.tfvars

module "plan" {
  source      = "./modules/plan"
  environment = var.environment
  domain      = var.domain
  regions     = { for role, region in var.regions : role => region.name }
}

module "mongodb" {
  source      = "./modules/mongodb"
  project     = var.mongodb_project
  prefix      = module.plan.prefix
  tier        = module.plan.mongodb_tier
  regions     = module.plan.regions
  backup_days = module.plan.backup_days
}

module "active" {
  source            = "./modules/region"
  plan              = module.plan.regions.active
  secrets_prefix    = module.plan.prefix
  network           = var.regions.active.network
  roles             = var.regions.active.roles
  entrance_replicas = 3
  backup_days       = module.plan.backup_days
  mongodb_uri       = module.mongodb.uri
  providers = {
    aws  = aws.active
    helm = helm.active
  }
}

module "passive" {
  source            = "./modules/region"
  plan              = module.plan.regions.passive
  secrets_prefix    = module.plan.prefix
  network           = var.regions.passive.network
  roles             = var.regions.passive.roles
  entrance_replicas = 1
  backup_days       = module.plan.backup_days
  mongodb_uri       = module.mongodb.uri
  providers = {
    aws  = aws.passive
    helm = helm.passive
  }
}

module "dns" {
  source    = "./modules/dns"
  zone      = var.domain
  host      = module.plan.host
  entrances = { for role, region in var.regions : role => region.entrance }
  providers = {
    aws = aws.active
  }
}
