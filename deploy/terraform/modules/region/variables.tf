variable "plan" {
  description = "What the plan module says of this region."
  type = object({
    prefix = string
    redis  = object({ node = string, replicas = number })
  })
  validation {
    condition     = length(var.plan.prefix) <= 34
    error_message = "The prefix is too long for what follows it in names."
  }
}

variable "secrets_prefix" {
  description = "What the names of secrets begin with: the environment's, not the region's."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,32}[a-z0-9]$", var.secrets_prefix))
    error_message = "The prefix has to be 3 to 34 lower-case letters, digits and hyphens."
  }
}

variable "network" {
  description = "Where it stands: the VPC, at least two private subnets of it, and the security group of the cluster's nodes."
  type = object({
    vpc                  = string
    private_subnets      = list(string)
    nodes_security_group = string
  })
  validation {
    condition     = length(var.network.private_subnets) >= 2
    error_message = "Two subnets at least, in two zones."
  }
}

variable "roles" {
  description = "The roles of what needs rights in the cloud: who answers challenges for certificates, who reads secrets."
  type = object({
    certificates = string
    secrets      = string
  })
  validation {
    condition     = alltrue([for role in values(var.roles) : startswith(role, "arn:aws:iam::")])
    error_message = "A role is named by its ARN."
  }
}

variable "entrance_replicas" {
  description = "Pods of the entrance."
  type        = number
  validation {
    condition     = var.entrance_replicas >= 1 && var.entrance_replicas <= 20
    error_message = "From 1 to 20 replicas."
  }
}

variable "backup_days" {
  description = "Backups are kept so long."
  type        = number
  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 365
    error_message = "From 1 to 365 days."
  }
}

variable "mongodb_uri" {
  description = "Where the service finds MongoDB."
  type        = string
  sensitive   = true
  validation {
    condition     = startswith(var.mongodb_uri, "mongodb+srv://")
    error_message = "The address has to begin with mongodb+srv://."
  }
}
