terraform {
  required_version = ">= 1.9"
  required_providers {
    aws          = { source = "hashicorp/aws", version = "~> 6.0" }
    helm         = { source = "hashicorp/helm", version = "~> 3.0" }
    mongodbatlas = { source = "mongodb/mongodbatlas", version = "~> 2.0" }
    random       = { source = "hashicorp/random", version = "~> 3.6" }
  }
  # Bucket and key: environments/*.backend. Encrypted, versioned, locked: the state has passwords.
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  alias  = "active"
  region = var.regions.active.name
  default_tags {
    tags = module.plan.tags
  }
}

provider "aws" {
  alias  = "passive"
  region = var.regions.passive.name
  default_tags {
    tags = module.plan.tags
  }
}

provider "helm" {
  alias      = "active"
  kubernetes = { config_path = var.regions.active.kubeconfig }
}

provider "helm" {
  alias      = "passive"
  kubernetes = { config_path = var.regions.passive.kubeconfig }
}
