variable "environment" {
  description = "Which environment this is."
  type        = string
  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "The environment has to be staging or production."
  }
}

variable "domain" {
  description = "The zone under which the service is reached; it exists."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "The domain has to be a name with at least one dot, in lower case."
  }
}

variable "mongodb_project" {
  description = "The project of MongoDB Atlas, whose network reaches the private ones below."
  type        = string
  validation {
    condition     = can(regex("^[0-9a-f]{24}$", var.mongodb_project))
    error_message = "A project is named by 24 hexadecimal digits."
  }
}

variable "regions" {
  description = "By role (active, passive): the region, its network, the kubeconfig of its cluster, the name of its entrance and the roles for add-ons."
  type = object({
    active = object({
      name       = string
      kubeconfig = string
      entrance   = string
      network    = object({ vpc = string, private_subnets = list(string), nodes_security_group = string })
      roles      = object({ certificates = string, secrets = string })
    })
    passive = object({
      name       = string
      kubeconfig = string
      entrance   = string
      network    = object({ vpc = string, private_subnets = list(string), nodes_security_group = string })
      roles      = object({ certificates = string, secrets = string })
    })
  })
  validation {
    condition     = var.regions.active.kubeconfig != var.regions.passive.kubeconfig
    error_message = "Each region has a cluster of its own."
  }
}
